// Only additions: a box that filters a long list, a button that copies a query, and the section that is being read.
// Everything on the page is there, and in reach, without this script.
"use strict";

function make(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// <... data-filter="documents">: its children, or the rows of its table body, are the items of a list of documents.
function addFilter(list) {
  const items = [...(list.tBodies ? list.tBodies[0].rows : list.children)];
  if (items.length < 8) return;
  const found = make("span", { className: "muted" });
  found.setAttribute("role", "status");
  const box = make("input", { type: "search", autocomplete: "off", spellcheck: false });
  const label = make("label", { className: "filter" }, "Filter " + list.dataset.filter, box, found);
  const texts = items.map((item) => item.textContent.toLowerCase());
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    items.forEach((item, number) => {
      item.hidden = !words.every((word) => texts[number].includes(word));
      if (!item.hidden) shown += 1;
    });
    found.textContent = words.length ? shown + " of " + items.length : "";
  });
  (list.closest(".scroll") || list).before(label);
}

async function copy(source, text) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied";
  } catch {
    getSelection().selectAllChildren(source);
    return "Selected";
  }
}

function addCopy(query) {
  const text = query.textContent.trim();
  const source = query.querySelector("code") || query;
  const button = make("button", { type: "button", className: "copy", textContent: "Copy" });
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    button.textContent = await copy(source, text);
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  query.prepend(button);
}

function followReading() {
  const links = new Map([...document.querySelectorAll(".page-nav a")].map((link) => [link.hash.slice(1), link]));
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting || !links.has(target.id)) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(target.id).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  document.querySelectorAll("main > section").forEach((section) => watch.observe(section));
}

// A link into a closed part opens it.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let part = target; part; part = part.parentElement) if (part.localName === "details") part.open = true;
  target.scrollIntoView();
}

document.querySelectorAll("[data-filter]").forEach(addFilter);
document.querySelectorAll("pre.query").forEach(addCopy);
followReading();
addEventListener("hashchange", openTarget);
if (location.hash) openTarget();
