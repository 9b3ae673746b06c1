// Puts the Yasgui editor over the plain form, which stays for the parameters of a question.
"use strict";
const form = document.querySelector("form.ask");

// CodeMirror writes in a field without a name, and scrolls in a region that no key reaches.
const accessible = (place, name) => {
  place.querySelector(".CodeMirror textarea").setAttribute("aria-label", name);
  place.querySelector(".CodeMirror-scroll").tabIndex = 0;
};
if (form && globalThis.Yasgui) {
  const { endpoint, prefixes, base, tag } = form.dataset;
  const known = JSON.parse(prefixes);
  const { Yasqe } = Yasgui;

  // Completion knows the terms that the data use; nothing is asked of another site.
  const terms = async (kinds) => {
    const query = `PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT DISTINCT ?t { VALUES ?k { ${kinds} } ?t a ?k } ORDER BY ?t`;
    const answer = await fetch(endpoint, {
      method: "POST", body: new URLSearchParams({ query }), headers: { Accept: "application/sparql-results+json" },
    });
    return answer.ok ? (await answer.json()).results.bindings.map((row) => row.t.value) : [];
  };
  const completer = (name, get) => {
    const config = Yasqe.Autocompleters[name];
    config.bulk = true;
    config.get = get;
    config.persistenceId = null;
  };
  completer("prefixes", () => Object.entries(known).map(([name, iri]) => `${name}: <${iri}>`));
  completer("class", () => terms("owl:Class"));
  completer("property", () => terms("owl:ObjectProperty owl:DatatypeProperty"));

  const place = document.createElement("div");
  place.className = "editor";
  place.dir = "ltr";
  place.lang = "en";
  form.after(place);
  const yasgui = new Yasgui(place, {
    autofocus: false,
    populateFromUrl: false,
    persistenceId: null,
    copyEndpointOnNewTab: true,
    requestConfig: { endpoint: new URL(endpoint, location.href).href, method: "POST" },
    yasqe: { createShareableLink: null, persistenceId: null },
    yasr: { prefixes: known, persistenceId: null },
  });
  const asked = form.elements.query;
  const empty = `PREFIX rg: <${known.rg}>\n\nSELECT * WHERE {\n  ?s ?p ?o\n} LIMIT 10\n`;
  yasgui.getTab().getYasqe().setValue(asked.dataset.bound || asked.value || empty);
  form.classList.add("has-editor");
  accessible(place, form.querySelector("label[for=text]").textContent);
  form.hidden = !form.querySelector("input");

  // IRIs in the answers lead to pages of this host.
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !link.href.startsWith(base)) return;
    const [name, fragment] = link.href.slice(base.length).split("#");
    link.href = `id/${name}.${tag}.html${fragment ? `#${fragment}` : ""}`;
  }, true);
}
