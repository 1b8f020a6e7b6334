import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Message } from "@/components/ui/message";
import { Skeleton } from "@/components/ui/skeleton";

interface Props {
  title: string;
  /** the set as it is written down */
  set: { isError: boolean; error: Error | null; isFetching: boolean; refetch: () => unknown };
  onClose: () => void;
  children: React.ReactNode;
}

/** The dialog in which an exact set is shown before anything is done to it; until it is written down, that it is. */
export function ReviewDialog({ title, set, onClose, children }: Props) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description="It is done to the set below and to nothing else: what changes before you confirm is left out, and you are told."
    >
      {set.isError && (
        <Message tone="error" title="The set could not be made">
          <p>{set.error?.message}</p>
          <Button size="sm" className="mt-2" onClick={() => void set.refetch()}>
            Try again
          </Button>
        </Message>
      )}
      {set.isFetching && (
        <div role="status" aria-label="Writing down the set" className="flex flex-col gap-3">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-24 w-full" />
        </div>
      )}
      {children}
    </Dialog>
  );
}
