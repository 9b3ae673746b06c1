// Draws things and the links between them with cytoscape, which is loaded when a picture is first asked for.
const style = (ink, line) => [
  { selector: "node", style: { label: "data(label)", color: ink, "background-color": line, "font-size": 12, "text-wrap": "wrap", "text-max-width": 160, "text-valign": "bottom", width: 18, height: 18 } },
  { selector: "node[?open]", style: { shape: "diamond", width: 26, height: 26 } },
  { selector: "node:selected", style: { "border-width": 3, "border-color": ink } },
  { selector: "edge", style: { label: "data(label)", color: ink, "font-size": 10, width: 1.5, "line-color": line, "target-arrow-color": line, "target-arrow-shape": "triangle", "curve-style": "bezier", "text-rotation": "autorotate" } },
];

// cytoscape puts a style element into the page where none has this id; the policy lets none in, and site.css says the same.
const withoutStyle = () => {
  const id = "__________cytoscape_stylesheet";
  if (!document.getElementById(id)) document.head.append(Object.assign(document.createElement("meta"), { id, content: "" }));
};

// Gives the picture: `show` takes nodes {id, label} and links {from, to, label}, and keeps what is there already.
export const picture = async (place, opened) => {
  const { default: cytoscape } = await import("./vendor/cytoscape.js");
  withoutStyle();
  const colours = getComputedStyle(document.body);
  const graph = cytoscape({ container: place, style: style(colours.getPropertyValue("--ink"), colours.getPropertyValue("--quiet")) });
  if (opened) graph.on("tap", "node", ({ target }) => opened(target.id()));
  return {
    graph,
    show: (nodes, links) => {
      const known = (id) => graph.getElementById(id).nonempty();
      graph.add(nodes.filter(({ id }) => !known(id)).map((data) => ({ data })));
      graph.add(links.map(({ from, to, label }) => ({ data: { id: `${from} ${label} ${to}`, source: from, target: to, label } }))
        .filter(({ data }, n, all) => !known(data.id) && all.findIndex((other) => other.data.id === data.id) === n));
      graph.layout({ name: "cose", animate: false, randomize: false, nodeDimensionsIncludeLabels: true }).run();
    },
  };
};
