import { TokenPanel } from "../../_components/token-panel";

/** A token beside the list. */
export default function Panel({ params }: { params: Promise<{ token: string }> }) {
  return <TokenPanel params={params} />;
}
