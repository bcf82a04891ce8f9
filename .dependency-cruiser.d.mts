declare const rules: { readonly forbidden: readonly { readonly name: string }[]; readonly options: object };
export default rules;
