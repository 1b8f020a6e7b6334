import { Prisma } from "../core/db";
import type { SuggestionKind } from "./source";

/**
 * What people taught about patterns: `pattern, accepted, rejected, factor`. A pattern whose rejections outweigh its acceptances loses
 * confidence by (accepted + 2) / (rejected + 2): one rejection leaves two thirds, four leave a third, and each acceptance gives some back. It
 * never gains beyond what its source is worth. The two beside each count keep a single answer from deciding (Laplace's rule of succession).
 */
export const learnt = (kind: SuggestionKind, patterns: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select d.pattern, d.accepted, d.rejected, case when d.rejected > d.accepted then (d.accepted + 2.0) / (d.rejected + 2.0) else 1.0 end as factor from (
    select s.pattern, count(*) filter (where s.status = 'accepted') as accepted, count(*) filter (where s.status = 'rejected') as rejected
    from owner_suggestion s where s.kind = ${kind}::suggestion_kind and s.status in ('accepted', 'rejected') and s.pattern in (${patterns}) group by s.pattern) d`;
