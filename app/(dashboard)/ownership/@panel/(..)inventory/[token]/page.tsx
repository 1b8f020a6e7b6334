import { TokenPanel } from "../../../../inventory/_components/token-panel";

/** A token beside the gaps. */
export default function Panel({ params }: { params: Promise<{ token: string }> }) {
  return <TokenPanel params={params} />;
}
