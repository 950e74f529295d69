"""The only room that knows streamlit, plotly and folium."""
