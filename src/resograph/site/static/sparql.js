// Answers SPARQL in a copy without a server: Oxigraph on the data that lie beside the pages. Whoever asks ends a query by
// ending this worker.
import start, { Store } from "./vendor/oxigraph.js";

// Some hosts unpack a .gz file on its way, others do not.
const unpacked = async (bytes) =>
  bytes[0] === 0x1f && bytes[1] === 0x8b
    ? new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer())
    : bytes;

const load = async () => {
  const asked = fetch(new URL("../data/browser.nq.gz", import.meta.url));
  await start({ module_or_path: new URL("./vendor/oxigraph.wasm", import.meta.url) });
  const answer = await asked;
  if (!answer.ok) throw new Error(`data/browser.nq.gz: ${answer.status}`);
  const store = new Store();
  const quads = await unpacked(new Uint8Array(await answer.arrayBuffer()));
  store.load(quads, { format: "application/n-quads", lenient: true, no_transaction: true });
  return store;
};

const loaded = load();
loaded.catch(() => {}); // said to whoever asks
addEventListener("message", async ({ data: { number, text, format } }) => {
  try {
    const store = await loaded;
    postMessage({ number, answer: store.query(text, { results_format: format, use_default_graph_as_union: true }) });
  } catch (error) {
    postMessage({ number, problem: String(error?.message ?? error) });
  }
});
