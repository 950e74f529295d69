"""Who may import whom. Data flows one way; a test holds every import of the project to this plan."""

# Rooms in the order of the flow: a module imports only what stands before it. A room may be a single module.
FLOW = (
    "config",
    "words",
    "geodata.levels",
    "warehouse.dictionary",
    "warehouse.freshness",
    "warehouse.controls",
    "geodata",
    "etl.staging",
    "etl.fetch",
    "etl.vintages",
    "etl.embedded",
    "etl.reading",
    "etl.inclusion",
    "etl.sources",
    "etl.embedded.build",
    "etl.demonstration",
    "etl.spreadsheets",
    "etl.persons",
    "etl.geocoding",
    "etl.deposits",
    "quality",
    "warehouse",
    "etl",
    "indicators",
    "disclosure",
    "exports",
    "ui",
    "pages",
    "commands.bar",
    "bench",
    "commands",
    "app",
    "server",
)

# One door per outside library: who may import it, anywhere in the project outside the tests.
DOORS = {
    "streamlit": ("ui", "pages", "app", "server"),
    "plotly": ("ui",),
    "folium": ("ui",),
    "starlette": ("server",),
    "matplotlib": ("exports",),
    "playwright": ("bench",),
    "sqlalchemy": ("warehouse", "bench.national.plain"),
    "duckdb": ("warehouse",),
    "great_expectations": ("quality",),
    "python_calamine": ("etl",),
    "fastexcel": ("etl.reading",),
    "rapidfuzz": ("etl.spreadsheets", "geodata", "quality"),
    "data_inclusion": ("etl.inclusion",),
    "pydantic": ("etl.inclusion",),
    "xlsxwriter": ("exports",),
    "urllib": ("etl.fetch",),
    "http": ("etl.fetch",),
    "requests": ("etl.fetch",),
    "httpx": ("etl.fetch",),
}

# Only these read the environment.
ENVIRONMENT = ("config", "manage")

# Never reachable from the application: it takes seconds to import.
UNREACHABLE_FROM_APP = ("great_expectations", "etl.pipeline", "quality")
