"use strict";
(function () {
  var tools = document.querySelector(".tools");
  if (!tools) return;
  tools.hidden = false;
  var field = document.getElementById("q");
  var ticks = Array.from(document.querySelectorAll("input[name=rag]"));
  var cards = Array.from(document.querySelectorAll(".card"));
  var domains = Array.from(document.querySelectorAll(".domain"));
  var hits = document.getElementById("hits");
  var none = document.getElementById("none");
  function plain(words) {
    return words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  cards.forEach(function (card) { card.plainWords = plain(card.dataset.words); });
  function filter() {
    var words = plain(field.value).split(/\s+/).filter(Boolean);
    var wanted = ticks.filter(function (t) { return t.checked; }).map(function (t) { return t.value; });
    var shown = 0;
    cards.forEach(function (card) {
      var fits = words.every(function (w) { return card.plainWords.includes(w); });
      var rated = !ticks.length || !card.dataset.rag || wanted.includes(card.dataset.rag);
      card.hidden = !(fits && rated);
      if (!card.hidden) shown += 1;
    });
    domains.forEach(function (d) { d.hidden = !d.querySelector(".card:not([hidden])"); });
    none.hidden = shown > 0;
    hits.textContent = shown === cards.length ? "" : shown + " of " + cards.length + " indicators shown.";
  }
  field.addEventListener("input", filter);
  ticks.forEach(function (t) { t.addEventListener("change", filter); });
  function all(open) {
    cards.forEach(function (card) { if (!card.hidden) card.querySelector("details").open = open; });
  }
  document.getElementById("open-all").addEventListener("click", function () { all(true); });
  document.getElementById("close-all").addEventListener("click", function () { all(false); });
  function follow() {
    var card = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!card || !card.classList.contains("card")) return;
    if (card.hidden) { field.value = ""; ticks.forEach(function (t) { t.checked = true; }); filter(); }
    card.querySelector("details").open = true;
    card.querySelector("summary").focus();
  }
  window.addEventListener("hashchange", follow);
  follow();
  var before = [];
  window.addEventListener("beforeprint", function () {
    before = cards.filter(function (c) { return c.querySelector("details").open; });
    all(true);
  });
  window.addEventListener("afterprint", function () {
    cards.forEach(function (c) { c.querySelector("details").open = before.includes(c); });
  });
})();
