import module from "node:module";

/**
 * Node asks for the package.json of every module it imports and, in version 24, parses its `exports` each time.
 * drizzle-orm has 180 KB of them and hundreds of modules: 0.8 s of a command's 1.2. Between its own modules there
 * is nothing to be looked up. Before Node 22.15 there are no such hooks, and no need. Whatever is to profit must be imported after this was run.
 */
module.registerHooks?.({
  resolve(specifier, context, next) {
    const { parentURL = "" } = context;
    const isWithin =
      /\/node_modules\/drizzle-orm\/.+\.js$/.test(parentURL) && /^\.\.?\/.+\.js$/.test(specifier);
    if (!isWithin) return next(specifier, context);
    return { url: new URL(specifier, parentURL).href, format: "module", shortCircuit: true };
  },
});
