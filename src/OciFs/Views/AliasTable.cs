using System.Text;

namespace OciFs.Views;

/// <summary>
/// Numbers the links of an <c>images/</c> folder that were looked up. A link that leads elsewhere later is another file by then: the kernel may keep what
/// it read of one. Any thread.
/// </summary>
/// <param name="place">What keys of the folder begin with.</param>
internal sealed class AliasTable(string place)
{
    // The folder itself has 1.
    private const ulong First = 2;

    private readonly Lock _gate = new();
    private readonly List<(string Key, byte[] Target)> _links = [];
    private readonly Dictionary<(string Segment, string Target), ulong> _numbers = [];

    /// <summary>The number of a link.</summary>
    /// <param name="segment">Its name.</param>
    /// <param name="target">The name of the folder beside it that it leads to.</param>
    public ulong NumberOf(string segment, string target)
    {
        lock (_gate)
        {
            if (!_numbers.TryGetValue((segment, target), out var number))
            {
                number = First + (ulong)_links.Count;
                _links.Add(($"{place}alias\n{segment}", Encoding.UTF8.GetBytes(target)));
                _numbers.Add((segment, target), number);
            }

            return number;
        }
    }

    /// <summary>The link of a number: what its inode number is made of, and where it leads; null where there is none.</summary>
    public (string Key, byte[] Target)? Find(ulong number)
    {
        lock (_gate)
        {
            return number >= First && number - First < (ulong)_links.Count ? _links[(int)(number - First)] : null;
        }
    }
}
