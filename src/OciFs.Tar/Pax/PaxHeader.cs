namespace OciFs.Tar.Pax;

/// <summary>
/// The PAX header of one entry. Its buffer is reused, so what it gives out lasts until <see cref="Clear"/>. A second header before the
/// same entry replaces the first, as in Go's archive/tar.
/// </summary>
internal sealed class PaxHeader
{
    private readonly XattrTable _xattrs = new();
    private PaxFields _fields;

    /// <summary>The raw records, to be filled before <see cref="Parse"/>.</summary>
    public ByteBuffer Buffer { get; } = new(TarLimits.PaxHeaderBytes);

    public ref readonly PaxFields Fields => ref _fields;

    public PaxSparse Sparse { get; } = new();

    public TarXattrs Xattrs => new(_xattrs.Slots);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Buffer.Clear();
        ClearParsed();
    }

    /// <summary>Reads all records over what the global ones say. The first one that cannot be comes back as the entry's fault.</summary>
    public Fault? Parse(ref readonly PaxFields global)
    {
        ClearParsed();
        _fields = global;
        Fault? first = null;
        var records = Buffer.Memory;
        while (!records.IsEmpty)
        {
            if (!PaxRecord.TryTake(ref records, out var record))
                return first ?? new Fault(TarProblemKind.BadPaxRecord);
            var fault = Apply(record);
            if (first is null || fault is { LosesPosition: true })
                first = fault ?? first;
        }

        return first;
    }

    private void ClearParsed()
    {
        _fields = default;
        _xattrs.Clear();
        Sparse.Clear();
    }

    private Fault? Apply(in PaxRecord record)
    {
        var key = record.Key.Span;
        if (PaxFields.KeyOf(key) is not PaxKeys.None and var field)
            return _fields.TrySet(field, record.Value) ? null : BadValue(record, losesPosition: field == PaxKeys.Size);
        if (key.StartsWith(PaxPrefix.SchilyXattr))
            return AddSchilyXattr(record);
        if (key.StartsWith(PaxPrefix.LibarchiveXattr))
            return AddLibarchiveXattr(record);
        if (key.StartsWith(PaxPrefix.GnuSparse) && !Sparse.TrySet(key[PaxPrefix.GnuSparse.Length..], record.Value))
            return BadValue(record);
        return null;
    }

    private Fault? AddSchilyXattr(in PaxRecord record)
    {
        var name = record.Key[PaxPrefix.SchilyXattr.Length..];
        return name.IsEmpty ? BadValue(record) : _xattrs.Add(new XattrSlot(name, record.Value, OnlyLibarchive: false));
    }

    /// <summary>What cannot be decoded is left out without a word: container tools do not even look at these records.</summary>
    private Fault? AddLibarchiveXattr(in PaxRecord record)
    {
        var name = record.Key[PaxPrefix.LibarchiveXattr.Length..];
        var nameLength = LibarchiveXattr.DecodeName(name.Span);
        var valueLength = LibarchiveXattr.DecodeValue(record.Value.Span);
        if (nameLength <= 0 || valueLength < 0)
            return null;
        return _xattrs.Add(new XattrSlot(name[..nameLength], record.Value[..valueLength], OnlyLibarchive: true));
    }

    // A copy: a second header may come before the entry that tells the fault, into the same buffer.
    private static Fault BadValue(in PaxRecord record, bool losesPosition = false) =>
        new(TarProblemKind.BadPaxValue, record.Key.ToArray(), LosesPosition: losesPosition);
}
