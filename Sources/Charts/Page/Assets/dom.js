// Elements of the page. Text of a model is only ever set as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  for (const child of children) {
    element.append(typeof child === "string" ? document.createTextNode(child) : child);
  }
  return element;
}

const html = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

const drawn = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

const byID = (id) => document.getElementById(id);

// Untrusted text keeps its own direction of writing.
const name = (text) => html("bdi", {}, text);

// A drawing that came with the page, as elements.
function parsedDrawing(text) {
  const wrapped = `<svg xmlns="${SVG}">${text}</svg>`;
  const parsed = new DOMParser().parseFromString(wrapped, "image/svg+xml").documentElement;
  return [...parsed.childNodes].map((node) => document.importNode(node, true));
}

// A bar that fills a share of its cell.
function bar(share, className = "bar") {
  const inner = html("span", { class: className });
  inner.style.inlineSize = `${Math.min(Math.max(share, 0), 1) * 100}%`;
  return html("span", { class: "track", "aria-hidden": "true" }, inner);
}
