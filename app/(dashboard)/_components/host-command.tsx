import { CopyText } from "@/components/ui/copy-text";

/** A command for the terminal of the machine that Countersign runs on. */
export function HostCommand({ command }: { command: string }) {
  const text = `npm run -s countersign -- ${command}`;
  return (
    <p className="flex w-fit max-w-full items-start gap-1 rounded-sm border border-line bg-sunken px-2 py-0.5 text-[12.5px] text-ink">
      {/* each word in one piece, so that no line ends in the middle of --source */}
      <code className="mono min-w-0 leading-6 break-words [&>span]:inline-block [&>span]:max-w-full">
        {[...text.matchAll(/\S+ ?/g)].map(({ 0: word, index }) => (
          <span key={index} className="whitespace-pre-wrap">
            {word}
          </span>
        ))}
      </code>
      <CopyText text={text} label={`the command ${command}`}>
        {""}
      </CopyText>
    </p>
  );
}
