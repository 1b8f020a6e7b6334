/** Text in which `this` is code. */
export function WithCode({ text }: { text: string }) {
  let at = 0;
  return text.split("`").map((part, place) => {
    const key = at;
    at += part.length + 1;
    return place % 2 === 1 ? (
      <code key={key} className="mono">
        {part}
      </code>
    ) : (
      <span key={key}>{part}</span>
    );
  });
}
