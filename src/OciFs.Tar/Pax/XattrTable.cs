using System.Runtime.InteropServices;

namespace OciFs.Tar.Pax;

/// <summary>
/// The extended attributes of one PAX header, each name once: a later record replaces an earlier one, and a <c>SCHILY.xattr.</c>
/// record always wins over a <c>LIBARCHIVE.xattr.</c> one, which says the same in another coding. Empty values are values.
/// </summary>
internal sealed class XattrTable
{
    private readonly List<XattrSlot> _slots = [];

    public ReadOnlySpan<XattrSlot> Slots => CollectionsMarshal.AsSpan(_slots);

    public void Clear() => _slots.Clear();

    /// <summary>Takes one attribute; a limit that is hit comes back as a fault.</summary>
    public Fault? Add(in XattrSlot slot)
    {
        if (slot.Name.Length > TarLimits.XattrNameBytes)
            return new Fault(TarProblemKind.XattrNameTooLong, Value: slot.Name.Length, Limit: TarLimits.XattrNameBytes);
        if (slot.Value.Length > TarLimits.XattrValueBytes)
            return new Fault(TarProblemKind.XattrValueTooLong, slot.Name.ToArray(), slot.Value.Length, TarLimits.XattrValueBytes);

        var index = IndexOf(slot.Name.Span);
        if (index < 0 && _slots.Count == TarLimits.XattrCount)
            return new Fault(TarProblemKind.TooManyXattrs, Limit: TarLimits.XattrCount);

        if (index < 0)
            _slots.Add(slot);
        else if (!slot.OnlyLibarchive || _slots[index].OnlyLibarchive)
            _slots[index] = slot;
        return null;
    }

    private int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _slots.Count; i++)
        {
            if (_slots[i].Name.Span.SequenceEqual(name))
                return i;
        }

        return -1;
    }
}
