namespace OciFs.Tar.Pax;

/// <summary>
/// What the global headers have said so far; a later one adds to it. Only header fields: extended attributes and sparse maps are facts
/// about one file, and no writer makes them global.
/// </summary>
internal sealed class PaxGlobal
{
    private PaxFields _fields;

    public ref readonly PaxFields Fields => ref _fields;

    /// <summary>
    /// Takes one header's <paramref name="records"/>, whose bytes must stay as they are from now on. A header with a fault changes nothing.
    /// </summary>
    public Fault? Apply(Memory<byte> records)
    {
        var fields = _fields;
        while (!records.IsEmpty)
        {
            if (!PaxRecord.TryTake(ref records, out var record))
                return new Fault(TarProblemKind.BadPaxRecord);
            var key = PaxFields.KeyOf(record.Key.Span);
            if (key is not PaxKeys.None && !fields.TrySet(key, record.Value))
                return new Fault(TarProblemKind.BadPaxValue, record.Key);
        }

        _fields = fields;
        return null;
    }
}
