import { fileURLToPath } from 'node:url';
import type { Plugin } from '@docusaurus/types';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Packages that come late, if at all: none of their modules may ride in the chunk that every page loads. */
const lateModules =
  /[\\/]node_modules[\\/](monaco-editor|esbuild-wasm|ses|acorn|magic-string|react-resizable-panels|@jridgewell)[\\/]|[\\/](src[\\/](sim|checkers|models|explore|grader|sandbox|history|util|diagram|labs|components[\\/](Workshop|SpaceTime|Lab|TryIt))|exercises|solutions)[\\/]/;

/** All that a cache group's test looks at. */
interface BundledModule {
  nameForCondition?: () => string | null | undefined;
}

const nameOf = (module: BundledModule): string => module.nameForCondition?.() ?? '';

/**
 * How the site is bundled: the course's own names, WebAssembly as a file, and two cures for Docusaurus's chunks.
 *
 * - Docusaurus gathers all CSS in one file; Monaco's alone would more than double it. It gets a file of its own that
 *   comes with the editor.
 * - What half of the pages use goes into the chunk `common`, which every page loads. On a small site that is Monaco and
 *   the simulator. They are excluded by name.
 *
 * Both concern the client alone. There is no JavaScript cache group for Monaco: it would catch the workers' chunks too.
 */
export const configureWebpack: NonNullable<Plugin['configureWebpack']> = (config, isServer) => {
  const common = isServer ? undefined : commonGroupOf(config.optimization?.splitChunks);
  return {
    resolve: {
      alias: {
        'partial-failure/kit$': at('../kit.ts'),
        'partial-failure$': at('../api.ts'),
      },
    },
    module: {
      rules: [
        {
          // Docusaurus writes CommonJS, which a package of type "module" would otherwise not let it.
          test: /[\\/]\.docusaurus[\\/].*\.js$/,
          type: 'javascript/auto',
          resolve: { fullySpecified: false },
        },
        {
          test: /\.wasm$/,
          type: 'asset/resource',
          generator: { filename: 'assets/wasm/[name].[contenthash:8][ext]' },
        },
      ],
    },
    ...(isServer
      ? // Chunks of the server's bundle are CommonJS too, and Node goes by the name.
        { output: { chunkFilename: 'assets/js/[name].[contenthash:8].cjs' } }
      : {
          optimization: {
            splitChunks: {
              cacheGroups: {
                common: { ...common, test: (module: BundledModule) => !lateModules.test(nameOf(module)) },
                // What stands in the panes and in a verdict comes with what is live, too.
                workshopStyles: {
                  name: 'workshop-styles',
                  type: 'css/mini-extract',
                  test: /[\\/]src[\\/]components[\\/]Workshop[\\/](panes|result)\.module\.css$/,
                  chunks: 'async',
                  enforce: true,
                  priority: 60,
                },
                editorStyles: {
                  name: 'editor-styles',
                  type: 'css/mini-extract',
                  test: /[\\/]node_modules[\\/]monaco-editor[\\/]/,
                  chunks: 'async',
                  enforce: true,
                  priority: 60,
                },
              },
            },
          },
        }),
  };
};

/** Docusaurus's own group, to which a test is added; read here so that its other settings stay as they are. */
function commonGroupOf(splitChunks: unknown): object {
  const groups = (splitChunks as { cacheGroups?: { common?: object } } | undefined)?.cacheGroups;
  if (groups?.common === undefined) {
    throw new Error(
      'Docusaurus no longer has a chunk group "common". Adapt src/plugin/bundling.ts to its new chunks.',
    );
  }
  return groups.common;
}
