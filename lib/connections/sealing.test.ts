import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { bindingOf, recipientsOf } from "./sealing";

const database = testDatabase();
const as = (...roles: Parameters<typeof asPerson>[1][]) =>
  database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, ...roles));

test("a credential is sealed to the process that runs, for this connection alone; only an administrator may", async () => {
  const owner = database.as("owner");
  const deployment = "00000000-0000-4000-8000-0000000000d0";
  await owner.deployment.create({ data: { id: deployment, name: "Test", createdAt: database.clock.now() } });
  const connection = await facts(owner, () => database.clock.now()).connection({ ca: "PEM\n" });
  const status = { instance: "1", startedAt: database.clock.now(), heartbeatAt: database.clock.now() };
  await database.as("collector").processStatus.create({ data: { process: "collector", ...status, recipient: "age1collector" } });
  await database.as("executor").processStatus.create({
    data: { process: "executor", ...status, heartbeatAt: new Date(database.clock.now().getTime() - 3_600_000), recipient: "age1old" },
  });

  for (const denied of [recipientsOf(as("security_manager")), bindingOf(as("security_manager"), connection.id)])
    await expect(denied).rejects.toMatchObject({ name: "Forbidden" });
  expect(await recipientsOf(as("administrator"))).toEqual({ read: "age1collector", revoke: null });
  expect(await bindingOf(as("administrator"), connection.id)).toEqual({
    deployment,
    connection: connection.id,
    vendor: "unleash",
    origin: connection.origin,
    ca: "PEM\n",
  });
});
