"""The colours of charts, in the browser and on paper: those of static/css/tokens.css."""

INK, INK_2, LINE = "#12283a", "#4b5f6c", "#d5dcdd"
DEPTHS = ("#f0e2c4", "#d3e6e4", "#93c6c8", "#2f7d8e", "#0c4a63")
ON_DEPTHS = ("#4a3a12", "#12404a", "#0d333d", "#ffffff", "#ffffff")
BRASS = "#8a5a12"
# Series side by side, each with a form of its own besides.
MARK_COLOURS = (DEPTHS[4], DEPTHS[3], BRASS, INK_2, "#5b3d73", "#7a2e2e")
# Series on one another, each with an edge and its name.
STACK_COLOURS = (DEPTHS[4], DEPTHS[3], DEPTHS[2], DEPTHS[1], DEPTHS[0], BRASS, "#5f7480", "#b9a77c")
