import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // Revocation is immediate and a status is the truth; a cached shell promises neither.
  cacheComponents: false,
  // The image optimizer is a way in that nothing here needs.
  images: { unoptimized: true },
  // The first starts worker threads from files of its own; the others count and write for the whole process.
  serverExternalPackages: ["tinypool", "pino", "prom-client"],
  turbopack: { root: import.meta.dirname },
};

export default config;
