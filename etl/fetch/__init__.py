"""From publishers' sites, or from a folder of their files, to the raw store under `OBS_HOME/brut`."""
