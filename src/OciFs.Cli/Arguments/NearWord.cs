namespace OciFs.Cli.Arguments;

/// <summary>Finds what a mistyped word was meant to be.</summary>
internal static class NearWord
{
    private const int MostLength = 32;

    /// <summary>Whatever the case of letters, the word that takes the fewest typing errors, two at most and half of it; null where none is that near.</summary>
    public static string? Of(string typed, IEnumerable<string> words) => typed.Length > MostLength ? null : words
        .Select(word => (word, Errors: Errors(typed.ToLowerInvariant(), word))).Where(near => near.Errors <= 2 && near.Errors * 2 <= near.word.Length)
        .OrderBy(near => near.Errors).Select(near => near.word).FirstOrDefault();

    // Letters wrong, too many, missing, or two the wrong way round (optimal string alignment).
    private static int Errors(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Least(table, one, other, i, j);
            }
        }

        return table[one.Length, other.Length];
    }

    private static int Least(int[,] table, string one, string other, int i, int j)
    {
        var least = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
        return i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] ? Math.Min(least, table[i - 2, j - 2] + 1) : least;
    }
}
