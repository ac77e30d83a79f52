// c15t's own backend, as its manual tells to mount it, on PostgreSQL and one process.
// BENCH_DATABASE is the address of an empty database, BENCH_PORT where to listen.
import { c15tInstance } from "@c15t/backend";
import { kyselyAdapter } from "@c15t/backend/db/adapters/kysely";
import { migrator } from "@c15t/backend/db/migrator";
import { DB } from "@c15t/backend/db/schema";
import { serve } from "@hono/node-server";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE });
const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
const adapter = kyselyAdapter({ db, provider: "postgresql" });

const migration = await migrator({ db: DB.client(adapter), schema: "latest" });
await migration.execute();

const c15t = c15tInstance({
  appName: "bench",
  basePath: "/api/c15t",
  adapter,
  trustedOrigins: ["https://bench.example"],
  logger: { level: "error" },
});
serve({ fetch: c15t.handler, hostname: "127.0.0.1", port: Number(process.env.BENCH_PORT) });
