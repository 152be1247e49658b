using OciFs.Tar.Headers;

namespace OciFs.Tar.Sparse;

/// <summary>
/// The map of PAX sparse version 1.0: decimal numbers, each with a newline, first how many runs, then offset and length of each, padded
/// with anything to a whole block (GNU tar manual, "PAX Format, Version 1.0"). Fed in any cuts.
/// </summary>
internal sealed class SparseMapText(SparseMap map)
{
    private long _consumed, _number;
    private long? _announced, _offset;
    private bool _hasDigits, _isMalformed;

    /// <summary>Whether the map and its padding are behind.</summary>
    public bool IsComplete => _announced == map.Count && _consumed % TarField.BlockLength == 0;

    /// <summary>Whether the rest of the map has no meaning any more.</summary>
    public bool HasFault => _isMalformed || _announced > TarLimits.SparseSegments;

    /// <summary>Why this is no map, for one that is not complete and will not become so.</summary>
    public Fault Fault => _announced > TarLimits.SparseSegments
        ? new Fault(TarProblemKind.TooManySegments, Value: _announced.Value, Limit: TarLimits.SparseSegments)
        : new Fault(TarProblemKind.BadSparseMap);

    public void Clear()
    {
        map.Clear();
        _consumed = _number = 0;
        _announced = _offset = null;
        _hasDigits = _isMalformed = false;
    }

    /// <summary>Takes bytes until the map is complete or at fault, and says how many.</summary>
    public int Feed(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (taken < bytes.Length && !HasFault && !IsComplete)
        {
            if (_announced != map.Count)
                Take(bytes[taken]);
            taken++;
            _consumed++;
        }

        return taken;
    }

    private void Take(byte b)
    {
        if (b == '\n' && _hasDigits)
            EndNumber();
        else if ((uint)(b - '0') <= 9 && _number <= (long.MaxValue - 9) / 10)
            (_number, _hasDigits) = ((_number * 10) + b - '0', true);
        else
            _isMalformed = true;
    }

    private void EndNumber()
    {
        if (_announced is null)
        {
            _announced = _number;
        }
        else if (_offset is { } offset)
        {
            map.Add(offset, _number);
            _offset = null;
        }
        else
        {
            _offset = _number;
        }

        (_number, _hasDigits) = (0, false);
    }
}
