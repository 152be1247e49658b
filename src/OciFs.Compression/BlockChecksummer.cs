namespace OciFs.Compression;

/// <summary>Cuts a stream of bytes that comes in any pieces into blocks of <see cref="BlockHash.MostBytes"/> and gives one checksum for each. Not thread-safe.</summary>
/// <param name="hash">Makes the checksums.</param>
/// <param name="add">Takes them in their order.</param>
public sealed class BlockChecksummer(BlockHash hash, Action<ulong> add)
{
    private const int MostRows = BlockHash.MostBytes / BlockHash.RowBytes;

    private readonly byte[] _sums = new byte[MostRows * BlockHash.SumBytes];
    private readonly byte[] _row = new byte[BlockHash.RowBytes];
    private int _rows;
    private int _filled; // Of the row that has begun.

    /// <summary>Takes the next bytes of the stream.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_filled > 0)
        {
            var take = Math.Min(_row.Length - _filled, bytes.Length);
            bytes[..take].CopyTo(_row.AsSpan(_filled));
            _filled += take;
            bytes = bytes[take..];
            if (_filled < _row.Length)
                return;
            _filled = 0;
            AddRows(_row);
        }

        while (bytes.Length >= _row.Length)
        {
            var rows = Math.Min(bytes.Length / _row.Length, MostRows - _rows);
            AddRows(bytes[..(rows * _row.Length)]);
            bytes = bytes[(rows * _row.Length)..];
        }

        bytes.CopyTo(_row);
        _filled = bytes.Length;
    }

    /// <summary>Closes the last block, which may be short.</summary>
    public void Finish()
    {
        var length = (_rows * _row.Length) + _filled;
        _rows += hash.AddRows(_row.AsSpan(0, _filled), _sums.AsSpan(_rows * BlockHash.SumBytes));
        _filled = 0;
        if (length > 0)
            Close(length);
    }

    private void AddRows(ReadOnlySpan<byte> rows)
    {
        _rows += hash.AddRows(rows, _sums.AsSpan(_rows * BlockHash.SumBytes));
        if (_rows == MostRows)
            Close(BlockHash.MostBytes);
    }

    private void Close(int length)
    {
        add(hash.Finish(_sums.AsSpan(0, _rows * BlockHash.SumBytes), length));
        _rows = 0;
    }
}
