// One piece of the page for each name, wherever Streamlit draws it.
// Streamlit calls a component for every change of its data, and what a call returned when the component goes. Where two
// changes follow each other closely it also calls what the earlier of them returned, although the component stays; and
// where elements above a component come or go, it draws a new one before or after the old one has gone. So the last call
// alone may take the piece away, a piece that is wanted elsewhere moves there, and one that was taken away comes back as
// it was left, with all that was not sent yet.
const pieces = new Map();

function mounted(component, name, build) {
  const { parentElement } = component;
  const before = pieces.get(name);
  const isLate = before?.place?.isConnected && !parentElement.isConnected;
  if (isLate) return () => {};
  const piece = before?.piece ?? build();
  const call = { piece, place: parentElement };
  pieces.set(name, call);
  piece.enter(parentElement);
  piece.show(component);
  return () => {
    if (pieces.get(name) !== call) return;
    call.place = null;
    piece.leave();
  };
}

// What has the focus among these nodes, so that it can have it again once they were out of the page.
function focusWithin(nodes) {
  const active = nodes[0]?.getRootNode().activeElement;
  return active && nodes.some((node) => node.contains(active)) ? active : null;
}

function giveBackFocus(input) {
  const isFree = document.activeElement === null || document.activeElement === document.body;
  if (input?.isConnected && isFree) input.focus({ preventScroll: true });
}
