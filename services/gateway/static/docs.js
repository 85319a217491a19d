// Shows the operations of /openapi.json in #reference by Swagger UI, with a search over all that is said of them and
// with samples of code. The rest of the page is there without it.
"use strict";

document.documentElement.classList.toggle("dark-mode", matchMedia("(prefers-color-scheme: dark)").matches);

const words = (operation) =>
  ["path", "method"]
    .map((key) => operation.get(key))
    .concat(["operationId", "summary", "description"].map((key) => operation.getIn(["operation", key])))
    .join(" ")
    .toLowerCase();

const search = () => ({
  fn: {
    opsFilter: (groups, phrase) =>
      groups
        .map((group) =>
          group.update("operations", (all) => all.filter((each) => words(each).includes(phrase.toLowerCase()))),
        )
        .filter((group) => group.get("operations").size > 0),
  },
});

const samples = (system) => {
  const create = system.React.createElement;
  const sample = (each) =>
    create(
      "details",
      { key: each.get("label") },
      create("summary", null, each.get("label")),
      create("pre", null, create("code", null, each.get("source"))),
    );
  const shown = ({ path, method }) => {
    const found = system.specSelectors.specJson().getIn(["paths", path, method, "x-codeSamples"]);
    return found ? create("div", { className: "code-samples" }, found.map(sample).toArray()) : null;
  };
  return {
    wrapComponents: {
      responses: (Original) => (properties) =>
        create("div", null, shown(properties), create(Original, properties)),
    },
  };
};

// `#getCreator` leads to an operation as `#/Party/getCreator` does. Problems stand below the operations, and so move
// when these appear.
const goTo = (reference, asked) => {
  const hash = document.querySelector(`nav a[href$="/${CSS.escape(asked.slice(1))}"]`)?.hash ?? asked;
  const [tag, operation] = hash.startsWith("#/") ? hash.slice(2).split("/") : [];
  if (tag) {
    reference.layoutActions.show(["operations-tag", tag], true);
    reference.layoutActions.show(["operations", tag, operation], true);
    // Of many operations only those in view are there; this brings the one that is asked for into view.
    reference.layoutActions.scrollToVirtualizedOperation(["operations", tag, operation]);
  }
  const id = tag ? `operations-${tag}-${operation}` : hash.slice(1);
  setTimeout(() => document.getElementById(id)?.scrollIntoView());
};

const show = (spec) => {
  const reference = SwaggerUIBundle({
    dom_id: "#reference",
    // Whatever address this page was reached by is the one to try things at.
    spec: { ...spec, servers: [{ url: location.origin }] },
    plugins: [search, samples],
    docExpansion: "list",
    filter: true,
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    onComplete: () => goTo(reference, location.hash),
  });
  addEventListener("hashchange", () => goTo(reference, location.hash));
};

fetch(document.querySelector("a[href$='openapi.json']").href)
  .then((answer) => answer.json())
  .then(show);
