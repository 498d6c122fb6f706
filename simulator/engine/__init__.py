"""Scenario[FloatArray], Plan -> Funnel: draws of a scenario, and what a plan makes of them."""
