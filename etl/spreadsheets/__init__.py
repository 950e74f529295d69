"""From the spreadsheets a département keeps by hand to tables waiting for the gate: read, mapped, translated."""
