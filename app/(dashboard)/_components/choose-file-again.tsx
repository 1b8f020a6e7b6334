import { type ComponentProps, useRef } from "react";
import { Button } from "@/components/ui/button";

/** Asks for the file of an upload that did not come to its end. */
export function ChooseFileAgain({ onFile, ...button }: { onFile: (file: File) => void } & Pick<ComponentProps<typeof Button>, "busy" | "size" | "variant">) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        className="sr-only"
        tabIndex={-1}
        aria-label="The same file again"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      <Button {...button} onClick={() => input.current?.click()}>
        Choose the file again
      </Button>
    </>
  );
}
