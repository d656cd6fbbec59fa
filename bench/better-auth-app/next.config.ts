import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  serverExternalPackages: ["better-sqlite3"],
  // Next itself is found two folders above: the same version that Latchkey runs on.
  turbopack: { root: join(import.meta.dirname, "../..") },
};

export default config;
