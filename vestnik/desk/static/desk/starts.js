// Starts what the page asks for as data: <span data-start="PageChooser" data-args='["id_page", {…}]'>.
// The newsroom's policy forbids script in the page; only the names below can be started.
(() => {
  const NAMES =
    /^(init(Date|Time|DateTime)Chooser|createTaskChooser|InlinePanel|MultipleChooserPanel|\w*Chooser)$/;

  function start(element) {
    const name = element.dataset.start;
    const args = JSON.parse(element.dataset.args);
    element.remove();
    const found = NAMES.test(name) && window[name];
    if (typeof found !== "function") throw new Error(`Nothing to start is called ${name}.`);
    if (/^[A-Z]/.test(name)) new found(...args);
    else found(...args);
  }

  const startAll = (root) => root.querySelectorAll("[data-start]").forEach(start);

  // While the page is still being read, as inline script would: what looks at a form afterwards must
  // find it as it stays, or takes it for changed and saves it.
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (!(node instanceof Element) || !node.isConnected) continue;
        if (node.matches("[data-start]")) start(node);
        else startAll(node);
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
