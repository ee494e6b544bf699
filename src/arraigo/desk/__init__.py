"""The desk: Hoy, Casos, the case page and search; reads across rooms only."""
