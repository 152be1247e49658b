namespace OciFs.Cli.Texts;

/// <summary>Bytes as lines, each with the newline that ends it; the last may have none. A view of the bytes: nothing is copied.</summary>
internal sealed class TextLines
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;

    private TextLines(byte[] bytes, int[] starts) => (_bytes, _starts) = (bytes, starts);

    /// <summary>Number of lines.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>A line with its newline.</summary>
    public ReadOnlySpan<byte> this[int line] => _bytes.AsSpan(_starts[line].._starts[line + 1]);

    /// <summary>Splits bytes; null where there are more lines than are compared.</summary>
    public static TextLines? TrySplit(byte[] bytes)
    {
        List<int> starts = [0];
        for (var at = 0; at < bytes.Length;)
        {
            var length = bytes.AsSpan(at).IndexOf((byte)'\n');
            at = length < 0 ? bytes.Length : at + length + 1;
            starts.Add(at);
            if (starts.Count > Limits.ComparedLines + 1)
            {
                return null;
            }
        }

        return new TextLines(bytes, [.. starts]);
    }

    /// <summary>Numbers the lines of two texts, equal ones alike.</summary>
    public static (int[] Before, int[] After) Number(TextLines before, TextLines after)
    {
        var numbers = new Dictionary<Line, int>(before.Count);
        return (before.Number(numbers), after.Number(numbers));
    }

    private int[] Number(Dictionary<Line, int> numbers)
    {
        var numbered = new int[Count];
        for (var i = 0; i < numbered.Length; i++)
        {
            var line = new Line(_bytes.AsMemory(_starts[i].._starts[i + 1]));
            if (!numbers.TryGetValue(line, out numbered[i]))
            {
                numbers.Add(line, numbered[i] = numbers.Count);
            }
        }

        return numbered;
    }

    /// <summary>A line by its bytes. Its hash is another one in each process, so that nobody can make lines that collide.</summary>
    private readonly record struct Line(ReadOnlyMemory<byte> Bytes)
    {
        public bool Equals(Line other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(Bytes.Span);
            return hash.ToHashCode();
        }
    }
}
