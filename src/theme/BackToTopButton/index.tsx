/** There is none: it would cover text, and the table of contents stands beside it. */
export default function BackToTopButton(): null {
  return null;
}
