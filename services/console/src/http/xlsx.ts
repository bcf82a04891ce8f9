/** Workbooks, as a browser is told of them. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
