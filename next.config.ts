import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // Revocation is immediate and a status is the truth; a cached shell promises neither.
  cacheComponents: false,
  // The image optimizer is a way in that nothing here needs.
  images: { unoptimized: true },
  // Starts worker threads from files of its own.
  serverExternalPackages: ["tinypool"],
  turbopack: { root: import.meta.dirname },
};

export default config;
