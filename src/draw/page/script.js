// Reads a signal out under the chart when its marker is pointed at or focused. Everything that it
// shows is copied from the table of signals; without it, a marker leads to its row there.
(() => {
  "use strict";
  const rowOf = (mark) => document.getElementById((mark.getAttribute("href") || "").slice(1));

  const begin = (figure) => {
    const all = [...figure.querySelectorAll("a.mark")].filter(rowOf);
    if (!all.length || figure.querySelector(".told")) return;
    const told = document.createElement("div");
    told.className = "told";
    told.setAttribute("role", "status");
    const hint = document.createElement("p");
    hint.className = "head";
    hint.textContent = "Point at a signal, or move to one with Tab and the arrow keys, to read it here.";
    told.append(hint);
    figure.append(told);

    const clear = () => {
      for (const mark of all) {
        mark.classList.remove("on");
        rowOf(mark).classList.remove("on");
      }
    };
    const show = (mark) => {
      clear();
      const row = rowOf(mark);
      mark.classList.add("on");
      row.classList.add("on");
      const head = document.createElement("p");
      head.className = "head";
      const body = document.createElement("p");
      for (const cell of row.cells) {
        if (!cell.textContent.trim()) continue;
        if (cell.classList.contains("words-of")) {
          if (body.hasChildNodes()) body.append(" · ");
          body.append(...cell.cloneNode(true).childNodes);
          continue;
        }
        const label = cell.dataset.label;
        if (head.hasChildNodes()) head.append(" · ");
        if (label) head.append(label + " ");
        head.append(...cell.cloneNode(true).childNodes);
      }
      told.replaceChildren(body, head);
    };

    // Wide and narrow picture each take one stop of the Tab key; arrows move within.
    for (const picture of figure.querySelectorAll("svg")) {
      const marks = [...picture.querySelectorAll("a.mark")].filter(rowOf);
      const reach = (at) => marks.forEach((mark, n) => mark.setAttribute("tabindex", n === at ? "0" : "-1"));
      reach(marks.length - 1);
      marks.forEach((mark, n) => {
        const title = mark.querySelector("title");
        if (title) title.remove();
        mark.addEventListener("pointerenter", () => show(mark));
        mark.addEventListener("focus", () => { reach(n); show(mark); });
        mark.addEventListener("keydown", (event) => {
          const to = { ArrowLeft: n - 1, ArrowRight: n + 1, Home: 0, End: marks.length - 1 }[event.key];
          if (to === undefined || !marks[to]) return;
          event.preventDefault();
          marks[to].focus();
        });
      });
    }
  };
  const beginAll = () => document.querySelectorAll("figure.chart").forEach(begin);
  beginAll();
  // A page that puts another chart in place says so.
  document.addEventListener("parts", beginAll);
})();
