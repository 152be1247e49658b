namespace OciFs.Cli.Texts;

/// <summary>
/// Moves runs of changed lines where equal lines let them stand in several places, as diff(1) does: runs that touch become one, which stands beside a run of
/// the other text where it can, and else as far behind as it can. The difference stays the same.
/// </summary>
internal sealed class ChangeBoundaries
{
    // A run may be moved back and forth once for each that it swallows: this is what is spent on it for each line.
    private const int StepsPerLine = 64;

    private readonly int[] _lines;
    private readonly LineChanges _changed;
    private readonly LineChanges _other;
    private long _steps;
    private int _start;
    private int _end;
    private int _inOther;
    private int _corresponding;

    private ChangeBoundaries(int[] lines, LineChanges changed, LineChanges other)
    {
        (_lines, _changed, _other) = (lines, changed, other);
        _steps = StepsPerLine * ((long)lines.Length + 1);
    }

    /// <summary>Moves the runs of a text.</summary>
    /// <param name="lines">The numbers of its lines.</param>
    /// <param name="changed">Which of them are changed.</param>
    /// <param name="other">Which lines of the other text are.</param>
    public static void Settle(int[] lines, LineChanges changed, LineChanges other)
    {
        var boundaries = new ChangeBoundaries(lines, changed, other);
        while (boundaries.TryFindRun())
        {
            boundaries.Settle();
        }
    }

    // The next run behind the last, and the line of the other text that stands beside its end.
    private bool TryFindRun()
    {
        while (_end < _lines.Length && !_changed[_end])
        {
            while (_other[_inOther++])
            {
            }

            _end++;
        }

        if (_end == _lines.Length)
        {
            return false;
        }

        _start = _end;
        while (_changed[++_end])
        {
        }

        while (_other[_inOther])
        {
            _inOther++;
        }

        return true;
    }

    private void Settle()
    {
        int length;
        do
        {
            length = _end - _start;
            MoveBack();
            _corresponding = _other[_inOther - 1] ? _end : _lines.Length;
            MoveForward();
        }
        while (length != _end - _start && _steps > 0);

        while (_corresponding < _end)
        {
            _changed[--_start] = true;
            _changed[--_end] = false;
            while (_other[--_inOther])
            {
            }
        }
    }

    private void MoveBack()
    {
        while (_start > 0 && _lines[_start - 1] == _lines[_end - 1] && _steps-- > 0)
        {
            _changed[--_start] = true;
            _changed[--_end] = false;
            while (_changed[_start - 1])
            {
                _start--;
            }

            while (_other[--_inOther])
            {
            }
        }
    }

    private void MoveForward()
    {
        while (_end != _lines.Length && _lines[_start] == _lines[_end])
        {
            _steps--;
            _changed[_start++] = false;
            _changed[_end++] = true;
            while (_changed[_end])
            {
                _end++;
            }

            while (_other[++_inOther])
            {
                _corresponding = _end;
            }
        }
    }
}
