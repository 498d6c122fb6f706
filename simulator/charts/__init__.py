"""Charts: figures in, a frame and a Vega-Lite specification out; one file per chart, and ``theme`` for all."""
