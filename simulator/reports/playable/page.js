// The page of its own: it carries what the panel reads.
window.panel = new Panel(JSON.parse(document.getElementById("worlds").textContent), document.getElementById("playing"));
