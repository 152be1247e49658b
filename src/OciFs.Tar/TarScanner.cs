using OciFs.Tar.Headers;
using OciFs.Tar.Sparse;

namespace OciFs.Tar;

/// <summary>
/// Finds the entries of a tar archive that comes as a stream: v7, ustar, PAX, GNU and star, in any mixture. Where readers disagree it is
/// Go's archive/tar that is followed, through which container tools read layers; unlike it, an entry that cannot be is told as a
/// problem and skipped as long as the place of the next header is known. Content is passed over, never kept, and need not be read (<see cref="Skip"/>); memory stays within
/// <see cref="TarLimits"/>; nothing is allocated for an ordinary entry. No input makes it throw. Not thread-safe.
/// </summary>
public sealed class TarScanner
{
    private readonly Extensions _extensions = new();
    private readonly SparseMap _map = new();
    private readonly SparseMapText _mapText;
    private readonly EntryTeller _teller;

    /// <summary>A block cut by the end of a chunk: the first <see cref="_gathered"/> bytes of it.</summary>
    private readonly byte[] _block = new byte[TarField.BlockLength];

    /// <summary>The header of the sparse entry whose map is being read.</summary>
    private readonly byte[] _held = new byte[TarField.BlockLength];

    private ScanState _state;
    private int _gathered, _padding;
    private long _headerOffset, _remaining, _extensionLength;
    private byte _extensionFlag;
    private ByteBuffer _extensionBuffer = new(0);
    private bool _isMapSound;

    /// <summary>A scanner at the start of an archive that tells <paramref name="sink"/> what it finds.</summary>
    public TarScanner(ITarSink sink)
    {
        _mapText = new SparseMapText(_map);
        _teller = new EntryTeller(sink, _extensions, _map);
    }

    /// <summary>
    /// Whether the archive is over, by its end marker, a fatal problem or <see cref="Complete"/>: what is written from then on is ignored.
    /// </summary>
    public bool Ended => _state == ScanState.Ended;

    /// <summary>Bytes of the archive seen so far; stays where it is once <see cref="Ended"/>.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes that come next and do not matter: content, and what fills up its last block. They may be skipped unseen.</summary>
    public long Skippable => _state switch
    {
        ScanState.Content => _remaining + _padding,
        ScanState.Padding => _padding,
        _ => 0,
    };

    /// <summary>Passes over the next bytes of the archive as if they had been written.</summary>
    /// <param name="count">At most <see cref="Skippable"/>; not more than the archive has.</param>
    public void Skip(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Skippable);
        var content = _state == ScanState.Content ? Math.Min(count, _remaining) : 0;
        if (content > 0)
            Pass(content);
        if (count > content)
            PassPadding((int)(count - content));
    }

    /// <summary>Takes the next bytes of the archive, cut anywhere.</summary>
    public void Write(ReadOnlySpan<byte> chunk)
    {
        while (!chunk.IsEmpty && !Ended)
        {
            var taken = _state switch
            {
                ScanState.Content => TakeContent(chunk),
                ScanState.Padding => TakePadding(chunk),
                ScanState.Extension => TakeExtension(chunk),
                ScanState.SparseMapText => TakeMapText(chunk),
                _ => TakeBlock(chunk),
            };
            chunk = chunk[taken..];
        }
    }

    /// <summary>
    /// The stream is over. A missing end marker, one block of it and missing padding are tolerated, as by all container tools.
    /// </summary>
    public void Complete()
    {
        if (Ended)
            return;
        var missing = _state switch
        {
            ScanState.Content or ScanState.Extension or ScanState.SparseMapText => _remaining,
            ScanState.GnuSparseBlock => TarField.BlockLength - _gathered + _remaining,
            _ => _gathered > 0 ? TarField.BlockLength - _gathered : 0,
        };
        if (_gathered > 0 && _state != ScanState.GnuSparseBlock)
            _headerOffset = Position - _gathered;

        if (missing > 0)
            Fail(new Fault(TarProblemKind.Truncated, Value: missing));
        else
            End();
    }

    /// <summary>Blocks that lie whole in the chunk are read where they are.</summary>
    private int TakeBlock(ReadOnlySpan<byte> chunk)
    {
        if (_gathered == 0 && chunk.Length >= TarField.BlockLength)
        {
            Position += TarField.BlockLength;
            OnBlock(chunk[..TarField.BlockLength]);
            return TarField.BlockLength;
        }

        var taken = Math.Min(TarField.BlockLength - _gathered, chunk.Length);
        chunk[..taken].CopyTo(_block.AsSpan(_gathered));
        _gathered += taken;
        Position += taken;
        if (_gathered == TarField.BlockLength)
        {
            _gathered = 0;
            OnBlock(_block);
        }

        return taken;
    }

    private void OnBlock(ReadOnlySpan<byte> block)
    {
        if (_state == ScanState.GnuSparseBlock)
        {
            OnGnuSparse(GnuSparseBlock.OfExtension(block));
            return;
        }

        var header = new TarHeader(block);
        if (header.IsZero)
            OnZeroBlock();
        else
            OnHeader(header);
    }

    private void OnZeroBlock()
    {
        if (_state == ScanState.SecondZeroBlock)
            End();
        else
            _state = ScanState.SecondZeroBlock;
    }

    private void OnHeader(TarHeader header)
    {
        _headerOffset = Position - TarField.BlockLength;
        if (_state == ScanState.SecondZeroBlock)
            Fail(new Fault(TarProblemKind.LoneZeroBlock));
        else if (!header.ChecksumMatches)
            Fail(new Fault(TarProblemKind.BadChecksum));
        else if (TypeFlag.IsExtension(header.TypeFlag))
            BeginExtension(header);
        else
            BeginEntry(header);
    }

    private void BeginExtension(TarHeader header)
    {
        if (!TarNumber.TryParseField(header.Size, out _extensionLength))
        {
            Fail(EntryMetadata.BadNumber("size"u8));
        }
        else if (_extensionLength < 0 || _extensionLength > long.MaxValue - Position - TarField.BlockLength)
        {
            Fail(new Fault(TarProblemKind.BadSize, Value: _extensionLength));
        }
        else
        {
            _extensionFlag = header.TypeFlag;
            _extensionBuffer = _extensions.Begin(_extensionFlag);
            BeginContent(_extensionLength, ScanState.Extension);
            if (_extensionLength == 0)
                EndExtension();
        }
    }

    private int TakeExtension(ReadOnlySpan<byte> chunk)
    {
        var taken = (int)Math.Min(_remaining, chunk.Length);
        _extensionBuffer.Append(chunk[..taken]);
        Pass(taken);
        if (_remaining == 0)
            EndExtension();
        return taken;
    }

    private void EndExtension()
    {
        if (_extensions.End(_extensionFlag, _extensionLength) is { } fault)
            _teller.Report(fault, _headerOffset);
    }

    private void BeginEntry(TarHeader header)
    {
        if (!_teller.TryBegin(header, Position, out var content))
        {
            _state = ScanState.Ended;
            return;
        }

        BeginContent(content, ScanState.Content);
        switch (_teller.Layout)
        {
            case EntryLayout.GnuBlocks:
                header.Block.CopyTo(_held);
                _map.Clear();
                _isMapSound = true;
                OnGnuSparse(GnuSparseBlock.OfHeader(header.Block));
                break;
            case EntryLayout.MapInContent:
                header.Block.CopyTo(_held);
                _mapText.Clear();
                _state = ScanState.SparseMapText;
                TakeMapText([]);
                break;
            default:
                _teller.Tell(header, Position, content);
                break;
        }
    }

    /// <summary>The chain of blocks is followed to its end even when the map is spoilt: the content begins behind it.</summary>
    private void OnGnuSparse(GnuSparseBlock block)
    {
        var header = new TarHeader(_held);
        if (_isMapSound && !block.TryRead(_map))
        {
            _isMapSound = false;
            _teller.Refuse(header, new Fault(TarProblemKind.BadSparseMap));
        }

        if (block.IsExtended)
        {
            _state = ScanState.GnuSparseBlock;
            return;
        }

        EnterContent();
        _teller.Tell(header, Position, _remaining);
    }

    private int TakeMapText(ReadOnlySpan<byte> chunk)
    {
        var taken = _mapText.Feed(chunk[..(int)Math.Min(_remaining, chunk.Length)]);
        Pass(taken);
        if (!_mapText.IsComplete && !_mapText.HasFault && _remaining > 0)
            return taken;

        var header = new TarHeader(_held);
        if (!_mapText.IsComplete)
            _teller.Refuse(header, _mapText.Fault);
        EnterContent();
        _teller.Tell(header, Position, _remaining);
        return taken;
    }

    private int TakeContent(ReadOnlySpan<byte> chunk)
    {
        var taken = (int)Math.Min(_remaining, chunk.Length);
        Pass(taken);
        return taken;
    }

    private int TakePadding(ReadOnlySpan<byte> chunk)
    {
        var taken = Math.Min(_padding, chunk.Length);
        PassPadding(taken);
        return taken;
    }

    private void PassPadding(int taken)
    {
        Position += taken;
        _padding -= taken;
        if (_padding == 0)
            _state = ScanState.Header;
    }

    private void BeginContent(long length, ScanState state)
    {
        _remaining = length;
        _padding = (int)(-length & (TarField.BlockLength - 1));
        _state = state;
        Pass(0);
    }

    private void Pass(long taken)
    {
        Position += taken;
        _remaining -= taken;
        if (_remaining == 0)
            _state = _padding > 0 ? ScanState.Padding : ScanState.Header;
    }

    private void EnterContent()
    {
        _state = ScanState.Content;
        Pass(0);
    }

    private void Fail(in Fault fault)
    {
        _teller.Report(fault, _headerOffset, isFatal: true);
        _state = ScanState.Ended;
    }

    private void End()
    {
        if (_extensions.IsPending)
            _teller.Report(new Fault(TarProblemKind.OrphanedExtension), _headerOffset);
        _state = ScanState.Ended;
    }
}
