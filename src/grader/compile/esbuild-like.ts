/** The part of esbuild-wasm that the pipeline uses, so that it does not know which host loaded it. */

/** Where a message points. */
export interface EsbuildLocation {
  readonly line: number;
  readonly column: number;
  readonly lineText: string;
}

/** An error of a build. */
export interface EsbuildMessage {
  readonly text: string;
  readonly location: EsbuildLocation | null;
  readonly notes?: readonly { readonly text: string }[];
}

/** What a plugin's `onResolve` is told. */
export interface EsbuildResolveArgs {
  readonly path: string;
  readonly kind: string;
}

/** What a plugin's `onResolve` answers. */
export interface EsbuildResolveResult {
  path?: string;
  namespace?: string;
  errors?: { text: string }[];
}

/** What a plugin registers with. */
export interface EsbuildPluginBuild {
  onResolve(options: { filter: RegExp }, callback: (args: EsbuildResolveArgs) => EsbuildResolveResult): void;
  onLoad(
    options: { filter: RegExp; namespace: string },
    callback: () => { contents: string; loader: 'js' },
  ): void;
}

/** The build options that the pipeline sets. */
export interface EsbuildOptions {
  stdin: { contents: string; loader: 'ts'; sourcefile: string };
  bundle: true;
  write: false;
  format: 'esm';
  outfile: string;
  target: string;
  supported: Record<string, boolean>;
  sourcemap: 'external';
  sourcesContent: boolean;
  charset: 'utf8';
  legalComments: 'none';
  treeShaking: boolean;
  logLevel: 'silent';
  tsconfigRaw: string;
  plugins: { name: string; setup(build: EsbuildPluginBuild): void }[];
}

/** `esbuild.build`. Rejects with an error that has `errors` when the source has any. */
export interface EsbuildLike {
  build(options: EsbuildOptions): Promise<{
    readonly outputFiles: readonly { readonly path: string; readonly text: string }[];
  }>;
}
