/** Text in which `${` and `%{` mean themselves and not an expression of Terraform. */
export const literal = (text: string): string => text.replace(/\$\{/g, '$$${').replace(/%\{/g, '%%{');
