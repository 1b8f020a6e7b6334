import { randomUUID } from "node:crypto";
import type { RoleName } from "../../domain/roles";
import type { TestDatabase } from "../../testkit/database";

/** Puts a person into a test database, with roles granted at the clock's time. Returns the id. */
export async function personIn(database: TestDatabase, { roles = [], status = "active", email = null }: Partial<Given> = {}): Promise<string> {
  const id = randomUUID();
  const now = database.clock.now();
  const owner = database.as("owner");
  await owner.person.create({
    data: {
      id,
      source: "scim",
      externalId: id,
      userName: `user-${id}`,
      displayName: "Mira Koh",
      email,
      status,
      statusSource: "test",
      firstSeenAt: now,
      changedAt: now,
      roles: { create: roles.map((role) => ({ role, grantedBy: "operator:test", grantedAt: now })) },
    },
  });
  return id;
}

interface Given {
  roles: RoleName[];
  status: "active" | "suspended" | "departed";
  email: string | null;
}
