/** adapter-pg 7.10 refuses Postgres' internal type `"char"`, which the engine's catalogue queries return: read it as text. */
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const OID_CHAR = 18;
const OID_TEXT = 25;
const patched = new WeakSet();

export function withCharColumns(adapter) {
  const prototype = ownerOf(adapter, 'queryRaw');
  // Transactions share the prototype with their adapter, so the prototype is what must change, once.
  if (patched.has(prototype)) return adapter;
  patched.add(prototype);
  const { queryRaw, performIO } = prototype;

  prototype.queryRaw = async function (query) {
    const charColumns = [];
    const view = Object.create(this);
    view.performIO = async (inner) => {
      const result = await performIO.call(this, inner);
      result.fields.forEach((field, index) => {
        if (field.dataTypeID !== OID_CHAR) return;
        field.dataTypeID = OID_TEXT;
        charColumns.push(index);
      });
      return result;
    };
    const result = await queryRaw.call(view, query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}

function ownerOf(object, method) {
  let owner = Object.getPrototypeOf(object);
  while (!Object.hasOwn(owner, method)) owner = Object.getPrototypeOf(owner);
  return owner;
}
