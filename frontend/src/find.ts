/** Every element that matches, `root` itself included (htmx may swap in just that element). */
export function find<E extends HTMLElement>(root: ParentNode, selector: string): E[] {
  const inside = Array.from(root.querySelectorAll<E>(selector));
  return root instanceof HTMLElement && root.matches(selector) ? [root as E, ...inside] : inside;
}
