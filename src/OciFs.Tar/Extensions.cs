using OciFs.Tar.Headers;
using OciFs.Tar.Pax;

namespace OciFs.Tar;

/// <summary>
/// What extension headers say about the next entry: PAX records, GNU's long name and long link. Where several name one thing, the order
/// is that of Go's archive/tar: GNU.sparse.name, GNU's long name, PAX path, the header.
/// </summary>
internal sealed class Extensions
{
    private readonly PaxHeader _pax = new();
    private readonly PaxGlobal _global = new();
    private readonly byte[] _prefixedName = new byte[TarField.PrefixLength + 1 + TarField.NameLength];

    /// <summary>One byte more than a path may have, so that a longer one shows.</summary>
    private readonly ByteBuffer _longName = new(TarLimits.PathBytes + 1), _longLink = new(TarLimits.PathBytes + 1);

    private ByteBuffer _globalRecords = new(TarLimits.PaxHeaderBytes);
    private bool _hasPax;

    /// <summary>Whether an extension header waits for its entry. A global one does not.</summary>
    public bool IsPending { get; private set; }

    /// <summary>The first thing wrong with what waits.</summary>
    public Fault? Fault { get; private set; }

    public ref readonly PaxFields Fields => ref _hasPax ? ref _pax.Fields : ref _global.Fields;

    public PaxSparse Sparse => _pax.Sparse;

    public TarXattrs Xattrs => _pax.Xattrs;

    /// <summary>Where the content of an extension header is to be put. What it has over the limit is dropped.</summary>
    public ByteBuffer Begin(byte flag)
    {
        var buffer = flag switch
        {
            TypeFlag.GnuLongName => _longName,
            TypeFlag.GnuLongLink => _longLink,
            TypeFlag.PaxLocal => _pax.Buffer,
            _ => _globalRecords = new ByteBuffer(TarLimits.PaxHeaderBytes),
        };
        buffer.Clear();
        if (flag == TypeFlag.PaxLocal)
            _pax.Clear();
        return buffer;
    }

    /// <summary>The content of an extension header is complete: <paramref name="length"/> bytes in the archive.</summary>
    /// <returns>A fault of a global header, which spoils no entry; those of others wait for theirs.</returns>
    public Fault? End(byte flag, long length)
    {
        var isPax = flag is TypeFlag.PaxLocal or TypeFlag.PaxGlobal;
        Fault? fault = isPax && length > TarLimits.PaxHeaderBytes
            ? new Fault(TarProblemKind.PaxHeaderTooLong, Value: length, Limit: TarLimits.PaxHeaderBytes)
            : null;
        if (flag == TypeFlag.PaxGlobal)
            return fault ?? _global.Apply(_globalRecords.Memory);

        IsPending = true;
        if (flag == TypeFlag.PaxLocal)
        {
            _hasPax = true;
            fault ??= _pax.Parse(in _global.Fields);
        }

        Fault ??= fault;
        return null;
    }

    /// <summary>The entry has been told or skipped: the next one starts anew.</summary>
    public void Reset()
    {
        if (!IsPending)
            return;
        _pax.Clear();
        _longName.Clear();
        _longLink.Clear();
        Fault = null;
        IsPending = _hasPax = false;
    }

    public ReadOnlySpan<byte> NameOf(TarHeader header)
    {
        if (!Sparse.Name.IsEmpty)
            return Sparse.Name.Span;
        if (CString.Cut(_longName.Span) is { IsEmpty: false } longName)
            return longName;
        if (Fields.Has(PaxKeys.Path))
            return Fields.Path.Span;

        var prefix = header.Prefix;
        if (prefix.IsEmpty)
            return header.Name;
        prefix.CopyTo(_prefixedName);
        _prefixedName[prefix.Length] = (byte)'/';
        header.Name.CopyTo(_prefixedName.AsSpan(prefix.Length + 1));
        return _prefixedName.AsSpan(0, prefix.Length + 1 + header.Name.Length);
    }

    public ReadOnlySpan<byte> LinkNameOf(TarHeader header)
    {
        if (CString.Cut(_longLink.Span) is { IsEmpty: false } longLink)
            return longLink;
        return Fields.Has(PaxKeys.LinkPath) ? Fields.LinkPath.Span : header.LinkName;
    }
}
