/* [data-print]: a press that prints the page. */
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
