// Two ways to ask a query: of the endpoint of a server, or of a worker that has the data. Both give the text of the answer.
const TYPES = { json: "application/sparql-results+json", csv: "text/csv", nt: "application/n-triples" };

// Stopping is leaving: the server then stops the query.
export const ofServer = (endpoint) => {
  let leaving = new AbortController();
  return {
    ask: async (text, format) => {
      const answer = await fetch(endpoint, {
        method: "POST", body: new URLSearchParams({ query: text }), headers: { Accept: TYPES[format] }, signal: leaving.signal,
      });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.text();
    },
    stop: () => {
      leaving.abort();
      leaving = new AbortController();
    },
  };
};

// The worker begins with the first question, which waits until the data are there; after a stop a new one begins anew.
export const ofWorker = (address) => {
  let worker = null;
  let count = 0;
  const waiting = new Map();
  const stop = (why) => {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(why ?? new DOMException("", "AbortError"));
    waiting.clear();
  };
  const begin = () => {
    worker = new Worker(address, { type: "module" });
    worker.addEventListener("error", (event) => stop(new Error(event.message ?? address)));
    worker.addEventListener("message", ({ data: { number, answer, problem } }) => {
      const asked = waiting.get(number);
      waiting.delete(number);
      if (problem === undefined) asked?.resolve(answer);
      else asked?.reject(new Error(problem));
    });
  };
  return {
    ask: (text, format) => new Promise((resolve, reject) => {
      if (!worker) begin();
      waiting.set(++count, { resolve, reject });
      worker.postMessage({ number: count, text, format });
    }),
    stop: () => stop(),
  };
};
