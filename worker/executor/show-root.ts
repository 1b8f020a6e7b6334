import { digestOf } from "../../lib/core/canonical";
import { keyFingerprint } from "../../lib/signatures/key-fingerprint";
import type { TrustRoot } from "../../lib/trust/root";
import type { Parts } from "./parts";

/** Tells the others which root this executor holds, whenever it finds another one in its own folder. Nobody's authority comes from this row. */
export class RootShown {
  private shown = "";

  async show({ ctx }: Parts, root: TrustRoot): Promise<void> {
    const key = digestOf(root);
    if (this.shown === key) return;
    const { rpId, origin, person: personId, sample } = root;
    const row = { fingerprint: keyFingerprint(root.key.publicKey), rpId, origin, personId, keyId: root.key.id, sample, pinnedAt: new Date(root.pinnedAt) };
    await ctx.db.trustRootView.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
    this.shown = key;
  }
}
